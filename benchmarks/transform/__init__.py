"""What building the marts of a large portfolio costs."""
