namespace Exchange.Cli.Covenants.Matrix;

/// <summary>How the page looks: dark text on light grounds (at least 7 to 1), each level with a ground and a border of its own.</summary>
internal static class MatrixStyle
{
    public const string Css = """
        :root { color: #1a1a1a; background: #fff; font: 1rem/1.5 system-ui, sans-serif; }
        body { margin: 0 auto; padding: 1rem 1.5rem 4rem; max-width: 110rem; }
        h1 { margin: 0; font-size: 2rem; }
        h2 { margin: 2.5rem 0 .5rem; font-size: 1.4rem; }
        .lead { margin: 0 0 .5rem; font-size: 1.2rem; }
        code { overflow-wrap: anywhere; font-size: .85em; }
        a { color: #003d6b; }
        a:focus-visible, .scroll:focus-visible { outline: 3px solid #003d6b; outline-offset: 2px; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 0; list-style: none; }
        .scroll { overflow-x: auto; margin-top: 1rem; }
        table { border-collapse: collapse; font-size: .85rem; }
        caption { padding: .25rem 0; text-align: left; font-weight: 600; font-size: 1rem; }
        th, td { border: 1px solid #8c8c8c; padding: .3rem .45rem; text-align: left; vertical-align: top; }
        thead th { background: #efefef; vertical-align: bottom; }
        tbody th { background: #f7f7f7; font-weight: 600; min-width: 9rem; }
        tbody th, thead th:first-child { position: sticky; left: 0; }
        td a, td small { display: block; white-space: nowrap; }
        .level-full { background: #f6c6bd; border-left: 5px solid #8f1d0a; }
        .level-pseudonymised { background: #fbe3a8; border-left: 5px double #6b4a00; }
        .level-anonymised { background: #d5ebd0; border-left: 5px dotted #1d5b14; }
        .level-existence { background: #dfdcf3; border-left: 5px dashed #3d3191; }
        .level-none { background: #fff; color: #595959; }
        .levels div, .articles div { display: flex; gap: 1rem; margin: .25rem 0; }
        .levels dt { flex: 0 0 8rem; padding: .1rem .5rem; }
        .articles dt { flex: 0 0 8rem; font-weight: 600; }
        .levels dd, .articles dd { margin: 0; }
        .articles dt:target { background: #fbe3a8; }
        .rest { margin: .25rem 0; font-size: .9rem; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        @media print {
          @page { size: A4 landscape; margin: 10mm; }
          :root { font-size: 9pt; }
          body { padding: 0; max-width: none; }
          nav { display: none; }
          a { color: inherit; text-decoration: none; }
          table { font-size: 6.5pt; }
          th, td { padding: .15rem .25rem; }
          tbody th { min-width: 0; }
          tr, .articles div { break-inside: avoid; }
          h2, caption { break-after: avoid; }
          .scroll { overflow: visible; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """;
}
