"""Many submissions made one picture: who handed in, what they say, what is wrong with them."""
