using System.Globalization;
using System.Net;
using System.Text;
using Exchange.Consent;

namespace Exchange.Cli.Covenants.Matrix;

/// <summary>
/// The matrix as one page in Dutch, for people who decide about the covenant and never saw the file. It holds everything itself, runs no
/// script, says every level in words as well as in colour, and prints.
/// </summary>
internal sealed class MatrixPage(Covenant covenant, AccessMatrix matrix)
{
    private const int AllRelations = 4; // a backup counts as none

    private static readonly CultureInfo Dutch = CultureInfo.GetCultureInfo("nl-NL");
    private static readonly (Level Level, string Word, string Meaning)[] Levels =
    [
        (Level.Full, "volledig", "de gegevens zoals ze zijn aangeleverd"),
        (Level.Pseudonymised, "onder nummer", "algemene gegevens onder een nummer dat per kwartaal hetzelfde blijft; dit blijven persoonsgegevens"),
        (Level.Anonymised, "anoniem", "algemene gegevens onder een schuilnaam die alleen in dat overleg geldt"),
        (Level.Existence, "bestaan", "alleen dát de bron iets heeft"),
        (Level.None, "niets", "niets, ook niet dat er iets is"),
    ];

    private readonly StringBuilder _page = new();

    public string Write()
    {
        var title = covenant.Title.Length > 0 ? covenant.Title : covenant.Id;
        _page.Append("<!DOCTYPE html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        _page.Append($"<title>Wie ziet wat: {Text(title)}</title>\n<style>\n{MatrixStyle.Css}</style>\n</head>\n<body>\n<header>\n<h1>Wie ziet wat</h1>\n");
        _page.Append($"<p class=\"lead\">{Text(title)}</p>\n<p>{Text(covenant.Id)}, versie {Text(covenant.Version)}, van kracht vanaf {Day(covenant.From)}");
        _page.Append($"{(covenant.Until is { } until ? $" tot {Day(until)}" : "")}.<br>Vingerafdruk (SHA-256) van de tekst: <code>{Convert.ToHexStringLower(covenant.Digest.Span)}</code></p>\n</header>\n");
        var parts = Parts();
        Contents(parts);
        _page.Append("<main>\n");
        HowToRead();
        foreach (var (id, heading, tables) in parts)
            Part(id, heading, tables);
        Articles();
        _page.Append("</main>\n</body>\n</html>\n");
        return _page.ToString();
    }

    private List<(string Id, string Heading, List<MatrixTable> Tables)> Parts() =>
    [
        .. matrix.Tables
            .GroupBy(table => (table.Forum, table.Uitvraag))
            .Select(group => (
                group.Key.Uitvraag ? "uitvraag" : $"overleg-{group.Key.Forum}",
                group.Key.Uitvraag ? "Als bron bevraagd" : group.Key.Forum == DecisionInput.NoForum ? "Buiten een overleg" : $"In het overleg ‘{group.Key.Forum}’",
                group.ToList())),
    ];

    private void Contents(List<(string Id, string Heading, List<MatrixTable> Tables)> parts)
    {
        _page.Append("<nav aria-label=\"Inhoud\">\n<ul>\n");
        foreach (var (id, heading, _) in parts)
            _page.Append($"<li><a href=\"#{Text(id)}\">{Text(heading)}</a></li>\n");
        _page.Append("<li><a href=\"#artikelen\">De artikelen</a></li>\n</ul>\n</nav>\n");
    }

    private void HowToRead()
    {
        _page.Append("<section aria-labelledby=\"lezen\">\n<h2 id=\"lezen\">Zo leest u deze pagina</h2>\n");
        _page.Append("<p>Elk vak noemt het hoogste niveau dat een partner van een soort gegevens kan zien, en het artikel waarop dat rust. Het is het meeste: ");
        _page.Append("rol, doel, stand van de casus en bron moeten ook kloppen. Wat hier niet staat, ziet niemand. Gegevens die geheim zijn, onder ");
        _page.Append("embargo staan of door de bron nog niet zijn vrijgegeven, komen in geen enkel vak.</p>\n<dl class=\"levels\">\n");
        foreach (var (level, word, meaning) in Levels)
            _page.Append($"<div><dt class=\"{Class(level)}\">{word}</dt><dd>{meaning}</dd></div>\n");
        _page.Append("</dl>\n<p><strong>Mits toestemming</strong>: alleen als de betrokkene toestemming heeft gegeven. <strong>Mits geheim opzij</strong>: alleen ");
        _page.Append("als de professional heeft vastgelegd waarom het beroepsgeheim opzij mag.</p>\n</section>\n");
    }

    private void Part(string id, string heading, List<MatrixTable> tables)
    {
        _page.Append($"<section aria-labelledby=\"{Text(id)}\">\n<h2 id=\"{Text(id)}\">{Text(heading)}</h2>\n");
        if (tables[0].Uitvraag)
            _page.Append("<p>Wie een vraag krijgt, leert dat er naar deze persoon wordt gekeken. Dit is wat die partner daarbij te weten mag komen.</p>\n");
        foreach (var table in tables)
        {
            var everybody = table.Relations.Count == AllRelations;
            var who = everybody ? "Iedereen" : $"Wie {string.Join(" of ", table.Relations.Select(Relation))} is";
            if (!table.IsEmpty)
                Table(id, who, table);
            else
                _page.Append(everybody ? "<p>Niemand ziet hier iets.</p>\n" : $"<p>{who}, ziet hier niets.</p>\n");
        }

        _page.Append("</section>\n");
    }

    private void Table(string part, string who, MatrixTable table)
    {
        var columns = MatrixTables.Columns(table);
        var caption = $"{part}-{Words.Of(table.Relations[0])}";
        _page.Append($"<div class=\"scroll\" role=\"region\" aria-labelledby=\"{Text(caption)}\" tabindex=\"0\">\n<table>\n<caption id=\"{Text(caption)}\">{Text(who)}</caption>\n<thead>\n<tr><th scope=\"col\">Partner</th>");
        foreach (var column in columns)
            _page.Append($"<th scope=\"col\">{Text(covenant.Categories[table.Rows[0].Cells[column].Category].Title)}</th>");
        _page.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in table.Rows.Where(MatrixTables.SeesSomething))
        {
            _page.Append($"<tr><th scope=\"row\">{Text(row.Partner.Name)}</th>");
            foreach (var column in columns)
                Cell(row.Cells[column]);
            _page.Append("</tr>\n");
        }

        _page.Append("</tbody>\n</table>\n</div>\n");
        Name("Ziet hier niets", table.Rows.Where(row => row.Attends && !MatrixTables.SeesSomething(row)).Select(row => row.Partner.Name));
        Name("Neemt niet deel", table.Rows.Where(row => !row.Attends).Select(row => row.Partner.Name));
        Name("Niemand ziet hier", table.Rows[0].Cells.Where((_, column) => !columns.Contains(column)).Select(cell => covenant.Categories[cell.Category].Title));
    }

    private void Cell(MatrixCell cell)
    {
        _page.Append($"<td class=\"{Class(cell.Level)}\">");
        if (cell.Level == Level.None)
            _page.Append("<span aria-hidden=\"true\">–</span><span class=\"unseen\">niets</span>");
        else
            _page.Append(Word(cell.Level)).Append(cell.Article is { } article ? $" <a href=\"#art-{Text(article)}\">art. {Text(article)}</a>" : " <small>één beeld</small>");
        if (cell.When is { NeedsConsent: true })
            _page.Append("<small>mits toestemming</small>");
        if (cell.When is { NeedsLifted: true })
            _page.Append("<small>mits geheim opzij</small>");
        if (cell.When?.NeedsMinor is { } minor)
            _page.Append(minor == Minority.Yes ? "<small>alleen minderjarig</small>" : "<small>alleen meerderjarig</small>");
        _page.Append("</td>");
    }

    private void Name(string what, IEnumerable<string> names)
    {
        var all = string.Join(", ", names);
        if (all.Length > 0)
            _page.Append($"<p class=\"rest\">{what}: {Text(all)}.</p>\n");
    }

    private void Articles()
    {
        _page.Append("<section aria-labelledby=\"artikelen\">\n<h2 id=\"artikelen\">De artikelen</h2>\n<dl class=\"articles\">\n");
        foreach (var article in covenant.Articles)
        {
            var effect = article.Effect == ArticleEffect.Grant ? $"geeft vrij: {Word(article.Level)}" : $"begrenst tot: {Word(article.Level)}";
            _page.Append($"<div><dt id=\"art-{Text(article.Id)}\">Artikel {Text(article.Id)}</dt><dd>{Text(article.Text)} <small>({effect}");
            _page.Append($"{(article.Ground is { } ground ? $"; grondslag {Text(ground)}" : "")})</small></dd></div>\n");
        }

        _page.Append("</dl>\n</section>\n");
    }

    private static string Relation(Relation relation) => relation switch
    {
        Consent.Relation.Lead => "regisseur van de casus",
        Consent.Relation.Duo => "tweede regisseur van de casus",
        Consent.Relation.Member => "lid van het team van de casus",
        _ => "niet bij de casus betrokken",
    };

    private static string Word(Level level) => Levels.First(known => known.Level == level).Word;

    private static string Class(Level level) => $"level-{Words.Of(level)}";

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", Dutch);

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
