"""What is computed: ratios, changes, sums. One record gives the value and the formula."""
