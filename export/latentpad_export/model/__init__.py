"""The VAE: networks, losses, and its exchange with ONNX."""
