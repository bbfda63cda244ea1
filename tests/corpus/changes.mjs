// Lines of one run of scripts/corpus-changes: what was said of changes, or that nothing was.
import { readFileSync } from 'node:fs';

const [repository, commit, path] = process.argv.slice(2);
const report = JSON.parse(readFileSync(path, 'utf8'));
const rules = /-change-recreates$|^launch-template-identity-change$|^recreate-destroy-first$|^group-removed$|^rolling-update-on-apply$|^min-raised-above-desired$|^desired-size-lowered$|^capacity-type-diff-on-upgrade$/;
const found = report.findings.filter((finding) => rules.test(finding.rule));
const clean = (text) => text.replace(/[\t\n\r]/g, ' ');
for (const finding of found) {
  const place = `${finding.revision ? 'before:' : ''}${finding.path}:${finding.line}`;
  console.log([repository, commit, finding.rule, finding.severity, clean(finding.group ?? ''), clean(place), clean(finding.message)].join('\t'));
}
if (found.length === 0 && report.summary.groups > 0) console.log([repository, commit, '-', '', '', '', ''].join('\t'));
