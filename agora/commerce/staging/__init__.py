"""The statements behind the door for money, one module per noun, on rows that were COPYed in."""
