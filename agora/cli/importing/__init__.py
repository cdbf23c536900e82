"""What `agora import` does beside bringing files in: it tells what came in, lists the imports, takes one back."""
