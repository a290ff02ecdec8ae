"""Turns what bench/run measured into lines, a table and a chart."""

import os
import platform
import ssl

BEGIN = '<!-- measured: begin -->'
END = '<!-- measured: end -->'
REFERENCE = 'CPython'
IMPLEMENTATIONS = ('CPython', 'IronSsl', 'stock', 'OpenSSL')


def unit(name):
    """(factor, unit) for a scenario's numbers."""
    if name.startswith('idle'):
        return 1 / 1024, 'KiB'
    if name.startswith('start'):
        return 1e3, 'ms'
    if name.startswith('busy'):
        return 1e6 / 50, 'µs'
    if name.startswith('threads'):
        return 1e6 / int(name.split()[1]), 'µs'
    return 1e6, 'µs'


def number(value):
    return '%.0f' % value if value >= 100 else '%.1f' % value


def line(name, values):
    """One result for the terminal: CPU, wall, and CPU as a ratio."""
    factor, suffix = unit(name)
    parts = ['%-34s' % name]
    for implementation in IMPLEMENTATIONS:
        if implementation in values:
            cpu, wall = values[implementation]
            ratio = ''
            if (implementation != REFERENCE and REFERENCE in values
                    and values[REFERENCE][0]):
                ratio = ' ×%.2f' % (cpu / values[REFERENCE][0])
            parts.append('%s %s (%s) %s%s' % (
                implementation, number(cpu * factor), number(wall * factor),
                suffix, ratio))
        else:
            parts.append('%s –' % implementation)
    return '  '.join(parts)


def table(results):
    rows = ['| | CPython | IronSsl | ratio | stock IronPython | ratio '
            '| OpenSSL alone | ratio |', '|---|' + '---:|' * 7]
    for name, values in results.items():
        factor, suffix = unit(name)
        cells = ['%s, %s' % (name, suffix)]
        for implementation in IMPLEMENTATIONS:
            if implementation not in values:
                cells += ['–'] + ['–'] * (implementation != REFERENCE)
                continue
            cpu, wall = (value * factor for value in values[implementation])
            cells.append(number(cpu) if name.startswith('idle')
                         else '%s (%s)' % (number(cpu), number(wall)))
            if implementation != REFERENCE:
                reference = values.get(REFERENCE)
                cells.append('%.2f' % (cpu / factor / reference[0])
                             if reference and reference[0] else '–')
        rows.append('| %s |' % ' | '.join(cells))
    return '\n'.join(rows)


def chart(results):
    """Ratios of CPU time to CPython's, as an SVG picture."""
    colours = {'IronSsl': '#2a6f97', 'stock': '#c9ada7'}
    limit, left, width, height = 6.0, 250, 420, 18
    shown = {name: values for name, values in results.items()
             if values.get(REFERENCE, (0,))[0] and 'IronSsl' in values}
    total = 40 + len(shown) * (2 * height + 6)
    scale = width / limit
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
           'font-family="sans-serif" font-size="12">'
           % (left + width + 60, total),
           '<rect width="100%" height="100%" fill="white"/>',
           '<text x="%d" y="20">CPU time, CPython = 1 (shorter is better); '
           'blue: IronSsl, brown: stock IronPython</text>' % 10]
    y = 34
    for name, values in shown.items():
        out.append('<text x="%d" y="%d" text-anchor="end">%s</text>'
                   % (left - 8, y + height, name))
        for index, implementation in enumerate(('IronSsl', 'stock')):
            if implementation not in values:
                continue
            ratio = values[implementation][0] / values[REFERENCE][0]
            top = y + index * height
            out.append('<rect x="%d" y="%d" width="%.1f" height="%d" '
                       'fill="%s"/>' % (left, top, min(ratio, limit) * scale,
                                        height - 2, colours[implementation]))
            out.append('<text x="%.1f" y="%d">%.2f</text>' % (
                left + min(ratio, limit) * scale + 4, top + 13, ratio))
        y += 2 * height + 6
    out.append('<line x1="%d" y1="30" x2="%d" y2="%d" stroke="black" '
               'stroke-dasharray="4 3"/>' % (left + scale, left + scale, y))
    out.append('</svg>')
    return '\n'.join(out) + '\n'


def write(folder, results):
    """Replaces the measured part of docs/performance.md, and the chart."""
    with open(os.path.join(folder, 'performance.svg'), 'w') as file:
        file.write(chart(results))
    path = os.path.join(folder, 'performance.md')
    with open(path) as file:
        text = file.read()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    described = 'CPython %s with %s, .NET on %s %s, %d processors.' % (
        platform.python_version(), ssl.OPENSSL_VERSION, platform.system(),
        platform.machine(), os.cpu_count())
    with open(path, 'w') as file:
        file.write('%s%s\n\n%s\n\n%s\n\n%s\n\n%s%s' % (
            before, BEGIN, described, table(results),
            '![CPU time relative to CPython](performance.svg)', END, after))
