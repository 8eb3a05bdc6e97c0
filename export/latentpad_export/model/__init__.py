"""The VAE: networks, losses, and conversion to and from ONNX."""
