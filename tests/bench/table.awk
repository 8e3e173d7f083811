# SPDX-License-Identifier: Apache-2.0
# One line of the table from two files of numbers; see put in measure.bash.

function sort_into(a, n,    i, j, x) {
	for (i = 2; i <= n; i++) {
		x = a[i]
		for (j = i - 1; j > 0 && a[j] > x; j--)
			a[j + 1] = a[j]
		a[j + 1] = x
	}
}

function median(a, n) {
	return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
}

function show(x) {
	if (unit == "bytes")
		return sprintf("%.0f KB", x / 1000)
	if (x < 99500)
		return sprintf("%.1f ms", x / 1000)
	return sprintf(x < 9950000 ? "%.2f s" : "%.1f s", x / 1000000)
}

function three(a, n) {
	if (a[1] == a[n])
		return show(a[1])
	return show(a[1]) " / " show(median(a, n)) " / " show(a[n])
}

function times(x) {
	return sprintf(x < 9.95 ? "%.2fx" : "%.0fx", x)
}

BEGIN {
	while ((getline x < ours) > 0)
		a[++n] = x + 0
	while ((getline x < theirs) > 0)
		b[++m] = x + 0
	if (n == 0 || m == 0)
		exit 1
	split(bar, want, " ")
	pairs = n < m ? n : m
	for (i = 1; i <= pairs; i++)
		r[i] = want[1] == "+" ? a[i] - b[i] : want[1] == "<=" ? a[i] / b[i] : b[i] / a[i]
	sort_into(r, pairs)
	sort_into(a, n)
	sort_into(b, m)
	x = median(a, n)
	y = median(b, m)
	if (want[1] == "+") {
		ratio = sprintf("%+.2f s (%+.2f to %+.2f)", (x - y) / 1e6, r[1] / 1e6, r[pairs] / 1e6)
		met = x - y <= want[2] * 1e6
		limit = "<= " want[2] " s over"
	} else {
		value = want[1] == "<=" ? x / y : y / x
		ratio = times(value) (pairs > 1 ? " (" times(r[1]) " to " times(r[pairs]) ")" : "")
		met = want[1] == "<=" ? value <= want[2] : value >= want[2]
		limit = want[1] " " want[2] "x"
	}
	if (word != "") {
		ratio = ratio "; " word
		met = met && good
	}
	printf "| %s | %s | %d | %s | %s | %s | %s | %s |\n", name, text, pairs, three(a, n), three(b, m), ratio, limit,
		met ? "yes" : "**no**"
}
