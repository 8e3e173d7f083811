/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lind-rust/report.h"

void lr_report_print(FILE *to, const char *file, const struct check_report *report)
{
	char *shown = lr_visible(file);

	for (size_t i = 0; i < report->n; i++) {
		const struct check_finding *f = &report->v[i];

		if (f->severity == CHECK_NOTE)
			continue;
		fprintf(to, "%s:0x%zx: %s: %s [%s]\n", shown, f->offset, check_severity_name(f->severity), f->what, f->code);
		if (f->why && *f->why)
			fprintf(to, "    why: %s\n", f->why);
		if (f->cure && *f->cure)
			fprintf(to, "    cure: %s\n", f->cure);
	}
	free(shown);
	fflush(to);
}
