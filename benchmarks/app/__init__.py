"""What a page of the dashboards costs on a large portfolio, and how many people it bears."""
