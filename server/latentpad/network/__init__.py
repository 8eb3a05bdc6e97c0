"""Networks of untrusted bundles, read and checked before onnxruntime opens them."""
