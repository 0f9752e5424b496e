using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Cli.Audit;
using Exchange.Consent;
using Spectre.Console;

namespace Exchange.Cli.Demo;

/// <summary>Shows the tour on a terminal: two callers side by side, a line for every kind of section, and what the log says.</summary>
internal sealed class TourScreen
{
    private const int Narrowest = 80;
    private const int Widest = 120;
    private const int LabelWidth = 24;

    private readonly IAnsiConsole _console;

    public TourScreen(TextWriter output)
    {
        // Colour and width come from the terminal; into a file or a pipe goes plain text of a width that most screens have.
        _console = output == Console.Out && !Console.IsOutputRedirected
            ? AnsiConsole.Console
            : AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new PlainOutput(output) });
        _console.Profile.Width = Math.Clamp(_console.Profile.Width, Narrowest, Widest);
    }

    public void Introduce(DemoGateway demo)
    {
        _console.WriteLine();
        _console.Write(new Rule($"Exchange demo: {demo.Covenant.Id} {demo.Covenant.Version}, fictional text, fictional people") { Justification = Justify.Left });
        _console.WriteLine($"A gateway on {demo.Address.Authority} with mutual TLS, {demo.Covenant.Partners.Count} partners and {demo.Dossiers.Count} dossiers.");
        _console.WriteLine("Every step is a gRPC call. \"full 4.3, 7/9\" reads: in full by article 4.3, 7 of the 9 fields that the source contributed.");
        _console.WriteLine();
    }

    /// <summary>Shows steps side by side.</summary>
    public void Show(DemoGateway demo, IReadOnlyList<Act> acts)
    {
        var width = (_console.Profile.Width - LabelWidth - 3 * (acts.Count + 1) - 1) / acts.Count;
        var table = new Table { Border = TableBorder.Rounded }.AddColumn(new TableColumn("") { Width = LabelWidth });
        foreach (var act in acts)
            table.AddColumn(new TableColumn(new Markup($"[bold]{act.Step.Title.EscapeMarkup()}[/]")) { Width = width });

        Row("who", act => $"{act.Step.Caller.Actor}, {act.Step.Caller.Role}{TokenOf(act)}");
        Row("for", act => $"{act.Step.Purpose}, {(act.Step.At is { } seat ? seat.Forum : "outside a meeting")}");
        Row("answer", Answer);
        table.AddEmptyRow();
        foreach (var (category, source) in acts.SelectMany(a => a.Sections.Select(s => (s.Category, s.Source))).Distinct().OrderBy(k => Order(demo, k.Category)))
            Row($"{category} · {source}", act => Sections(act, category, source, width));
        if (acts.Any(a => a.Sections.Count > 0))
            table.AddEmptyRow();
        if (acts.Any(act => act.Fit is not null))
            Row("others whom it fits", act => Fit(demo, act));
        Row("on the log", Logged);
        if (acts.Any(act => Withheld(act).Length > 0))
            Row("withheld, log only", Withheld);
        Row("as it should be", act => act.Wrong.Count == 0 ? "yes" : "NO: " + string.Join("; ", act.Wrong), act => act.Wrong.Count == 0 ? Color.Green : Color.Red);
        _console.Write(table);
        _console.WriteLine();

        void Row(string label, Func<Act, string> cell, Func<Act, Color>? colour = null) =>
            table.AddRow([new Text(label, new Style(decoration: Decoration.Dim)), .. acts.Select(act => Cell(cell(act), colour?.Invoke(act) ?? ColourOf(act, label)))]);
    }

    public void ShowLog(LogVerification found)
    {
        _console.WriteLine("The log");
        _console.WriteLine(Verdict.Of(found), new Style(found.IsSound ? Color.Green : Color.Red));
        _console.WriteLine("Actors and cases in it are sealed; partner, role, article, level and outcome can be read.");
        _console.WriteLine();
    }

    /// <summary>Shows how to call the gateway by hand.</summary>
    public void Invite(DemoGateway demo, Cast cast)
    {
        var (pki, who, controller) = (demo.PkiFolder, cast.Regisseur, demo.ControllerOf(cast.Regisseur));
        var request = $$"""{"partnership":"{{demo.Partnership}}","actingRole":"{{who.Role}}","purpose":"regie","caseId":"{{cast.Own.Case.Id}}"}""";
        _console.Write(new Rule("The gateway stays up. Paste this into another terminal; Ctrl-C here stops it and cleans up") { Justification = Justify.Left });
        // By the writer itself: a line that the console breaks cannot be pasted.
        _console.Profile.Out.Writer.WriteLine(
            $"""

            ./exchange call DossierService/GetBasisdossier --address {demo.Address.GetLeftPart(UriPartial.Authority)}               --ca {pki}/ca.pem --cert {pki}/clients/{controller}.pem --key {pki}/clients/{controller}.key               --token "$(./exchange pki token --dir {pki} --controller {controller} --unit {who.Partner} --actor {who.Actor} --role {who.Role})"               --json '{request}'

            """);
        _console.Profile.Out.Writer.Flush();
    }

    private static int Order(DemoGateway demo, string category) => demo.Covenant.Categories.Keys.ToList().IndexOf(category);

    private static Text Cell(string text, Color colour) => new(text, new Style(colour));

    private static Color ColourOf(Act act, string label) => label switch
    {
        "answer" when act.Refusal is not null => Color.Red,
        "answer" => act.Response!.View == V1.Level.Full ? Color.Green : Color.Yellow,
        _ => Color.Default,
    };

    private static string TokenOf(Act act) => act.Step.TokenOf is { } other ? $", token of {other.Actor}" : "";

    private static string Answer(Act act) => act.Refusal is { } refusal
        ? refusal.Reason
        : act.Response!.HasAlias ? $"{act.Response.View} view, alias {act.Response.Alias}" : $"{act.Response.View} view";

    // One line for a kind of section: how much, by which article, how many of its fields, and the beginning of what they say.
    private static string Sections(Act act, string category, string source, int width)
    {
        var here = act.Sections.Where(s => s.Category == category && s.Source == source).ToList();
        if (here.Count == 0)
            return act.Refusal is null ? "—" : "";
        var first = here[0];
        var line = $"{first.Level} {first.Article}, {first.Fields.Count}/{first.Contributed}: {string.Join(", ", first.Fields.Select(f => f.Value))}";
        return line.Length <= width ? line : line[..(width - 1)].TrimEnd() + "…";
    }

    // Why fewer values are left than the covenant names: together they must fit k other people at least.
    private static string Fit(DemoGateway demo, Act act) => act.Fit is not { } fit ? ""
        : $"{fit.Others} of {demo.Dossiers.Count - 1} fit the {fit.Values} values that are left (k = {demo.Covenant.ReleaseGate!.K}); "
            + "values that fewer would fit are made coarser, then left out";

    private static string Logged(Act act)
    {
        if (act.Logged is not { Entry: { } entry } logged)
            return "no entry";
        var reason = entry.Reason.Length > 0 ? $" {entry.Reason}" : "";
        return $"#{logged.Index} {entry.Outcome.ToString().ToUpperInvariant()}{reason}{(act.HmacMatches ? ", HMAC matches" : "")}";
    }

    // What only the log says: what the case holds besides, and why it did not leave.
    private static string Withheld(Act act) => string.Join("; ", (act.Logged?.Entry.Decisions ?? [])
        .Where(d => d.Withheld > 0)
        .GroupBy(Why, d => d.Category)
        .Select(group => $"{group.Key}: {string.Join(", ", group.Distinct())}"));

    private static string Why(CategoryDecision decision) =>
        decision.Handling != Words.Of(Handling.Open) ? decision.Handling
        : decision.Level != Words.Of(Level.None) ? "nothing left"
        : decision.Article.Length > 0 ? $"{decision.Reason} {decision.Article}"
        : decision.Reason;
}
