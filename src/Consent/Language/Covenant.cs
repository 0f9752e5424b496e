using System.Collections.Frozen;

namespace Exchange.Consent;

/// <summary>
/// A covenant (<em>convenant</em>): who may see what, for which purpose, on which legal ground. Read, checked and compiled; it
/// never changes, and can be shared between threads. The language and its semantics: <c>docs/covenant.md</c>.
/// </summary>
public sealed class Covenant
{
    /// <summary>The purpose of asking a source: met only by articles that name it.</summary>
    public const string Uitvraag = "uitvraag";

    /// <summary>The largest file that is read; whoever reads from a disk or a wire need take in no more than one byte more.</summary>
    public const int MaxBytes = FileText.MaxBytes;

    private readonly CovenantParts _parts;
    private readonly FrozenDictionary<string, Article> _articles;

    internal Covenant(CovenantParts parts, CompiledTable table)
    {
        _parts = parts;
        Table = table;
        _articles = parts.Articles.ToFrozenDictionary(article => article.Id, StringComparer.Ordinal);
    }

    internal CompiledTable Table { get; }

    /// <summary>The same covenant, deciding by another table: for tests that see a wrong one found out.</summary>
    internal Covenant WithTable(CompiledTable table) => new(_parts, table);

    /// <summary>How much memory the compiled table takes, in bytes.</summary>
    public long CompiledBytes => Table.Bytes;

    /// <summary>What the covenant is called in logs and answers, such as <c>ipga-radicalisering</c>.</summary>
    public string Id => _parts.Header.Id;

    /// <summary>Its version, as its authors write it.</summary>
    public string Version => _parts.Header.Version;

    /// <summary>Its title; empty when it has none.</summary>
    public string Title => _parts.Header.Title;

    /// <summary>SHA-256 of the exact bytes of the file, 32 bytes: what controllers sign and the log cites.</summary>
    public ReadOnlyMemory<byte> Digest => _parts.Digest;

    /// <summary>The first Amsterdam day on which it is in force.</summary>
    public DateOnly From => _parts.Header.From;

    /// <summary>The first Amsterdam day on which it no longer is, or null.</summary>
    public DateOnly? Until => _parts.Header.Until;

    /// <summary>How many days an entry of the log is kept at least; null when it is kept for ever.</summary>
    public int? LogKeepDays => _parts.Header.LogKeepDays;

    /// <summary>How long cases are kept that nobody works on any more.</summary>
    public RetentionRule Retention => _parts.Header.Retention;

    /// <summary>Who may break the glass, and for how long.</summary>
    public BreakGlassRule BreakGlass => _parts.BreakGlass;

    /// <summary>What an anonymised view must pass before it is released; null when the covenant names no reference population.</summary>
    public ReleaseGateRule? ReleaseGate => _parts.Header.ReleaseGate;

    /// <summary>
    /// Whether a grant is about minors only when it says so. Then what is granted of a subject whose age is unknown is what is
    /// granted of minors and of adults alike.
    /// </summary>
    public bool MinorsNeedOwnArticle => _parts.Header.MinorsNeedOwnArticle;

    /// <summary>The controllers that sign it, in ordinal order.</summary>
    public IReadOnlyList<string> Signatories => _parts.Signatories;

    /// <summary>The legal bodies by id, in file order.</summary>
    public IReadOnlyDictionary<string, Controller> Controllers => _parts.Controllers;

    /// <summary>The partners by id, in file order.</summary>
    public IReadOnlyDictionary<string, Partner> Partners => _parts.Partners;

    /// <summary>Every role that some partner may assert.</summary>
    public IReadOnlySet<string> AssertableRoles => field ??= Partners.Values.SelectMany(p => p.Roles).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The purposes, in file order.</summary>
    public IReadOnlyList<string> Purposes => _parts.Purposes;

    /// <summary>The forums by id, in file order.</summary>
    public IReadOnlyDictionary<string, Forum> Forums => _parts.Forums;

    /// <summary>The categories by id, in file order.</summary>
    public IReadOnlyDictionary<string, CategoryRule> Categories => _parts.Categories;

    /// <summary>The legal grounds by their wording, in file order; empty when the covenant leaves them to its articles.</summary>
    public IReadOnlyDictionary<string, Ground> Grounds => _parts.Grounds;

    /// <summary>The lists of codes by id, in file order.</summary>
    public IReadOnlyDictionary<string, CodeList> CodeLists => _parts.CodeLists;

    /// <summary>The articles, in file order (which never matters).</summary>
    public IReadOnlyList<Article> Articles => _parts.Articles;

    /// <summary>The districts, in file order; empty when the covenant has no table of them.</summary>
    public IReadOnlyList<District> Districts => _parts.Districts;

    /// <summary>The examples that its authors agreed on.</summary>
    public IReadOnlyList<Scenario> Scenarios => _parts.Scenarios;

    /// <summary>The promises that hold in every cell.</summary>
    public IReadOnlyList<Invariant> Invariants => _parts.Invariants;

    /// <summary>Reads, checks and compiles a covenant file. Bad input is an answer with every mistake, never an exception.</summary>
    /// <param name="utf8Yaml">The exact bytes of the file, at most 1 MiB.</param>
    public static CovenantReading Load(ReadOnlyMemory<byte> utf8Yaml) => CovenantReader.Read(utf8Yaml.Span);

    /// <summary>The article of that id, or null.</summary>
    public Article? Article(string id) => _articles.GetValueOrDefault(id);

    /// <summary>Whether it is in force on an Amsterdam day.</summary>
    public bool InForceOn(DateOnly day) => From <= day && !(Until <= day);

    /// <summary>
    /// The circle that counts for a partner in a forum: small only if the partner is small and the forum is small, without circle,
    /// or <see cref="DecisionInput.NoForum"/>. Null when partner or forum is unknown.
    /// </summary>
    public Circle? CircleOf(string? partner, string? forum)
    {
        if (partner is null || forum is null || !Partners.TryGetValue(partner, out var known))
            return null;
        if (forum == DecisionInput.NoForum)
            return known.Circle;
        if (!Forums.TryGetValue(forum, out var sitting))
            return null;
        return known.Circle == Circle.Small && sitting.Circle != Circle.Wide ? Circle.Small : Circle.Wide;
    }

    /// <summary>
    /// Whether a caller belongs to a forum. False for an unknown forum and for <see cref="DecisionInput.NoForum"/>; what is unknown
    /// of the caller matches no entry.
    /// </summary>
    public bool IsMember(string? forum, string? partner, string? role, Relation? relation)
    {
        if (forum is null || !Forums.TryGetValue(forum, out var sitting))
            return false;
        Relation? counted = relation == Relation.Backup ? Relation.None : relation;
        return sitting.Members.Any(entry =>
            (entry.Partner is not null && entry.Partner == partner)
            || (role is not null && entry.Roles?.Contains(role) == true)
            || (counted is { } known && entry.Relations?.Contains(known) == true));
    }

    /// <summary>
    /// Whether a partner may contribute sections of a category on a ground: some grant covers the category, comes from this partner
    /// (or from anybody), and cites exactly this ground.
    /// </summary>
    /// <param name="partner">The partner.</param>
    /// <param name="category">The category.</param>
    /// <param name="ground">The ground, word for word.</param>
    /// <param name="day">The Amsterdam day on which the grant must be in force; null: any.</param>
    public bool MayContribute(string partner, string category, string ground, DateOnly? day = null) =>
        GroundsFor(partner, category, day).Contains(ground, StringComparer.Ordinal);

    /// <summary>The grounds on which a partner may contribute sections of a category, in ordinal order; empty when it may not.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="category">The category.</param>
    /// <param name="day">The Amsterdam day on which the grants must be in force; null: any.</param>
    public IReadOnlyList<string> GroundsFor(string partner, string category, DateOnly? day = null)
    {
        if (!Partners.ContainsKey(partner) || !Categories.ContainsKey(category))
            return [];
        return
        [
            .. Articles
                .Where(article => article.Effect == ArticleEffect.Grant
                    && article.Categories?.Contains(category) != false
                    && article.From?.Contains(partner) != false
                    && (day is not { } on || article.InForce?.Contains(on) != false))
                .Select(article => article.Ground)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Decides about one category from one source. Never throws; what is unknown never helps the caller.</summary>
    public Decision Decide(DecisionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return View(
            input.Partner,
            input.Role,
            input.Roles,
            input.Relation,
            input.Forum,
            input.Purpose,
            input.Case,
            input.Consent,
            input.Date,
            input.Restriction,
            input.Minor,
            input.BreakGlass)
            .Decide(input.Category, input.Source, input.Secrecy, input.Handling);
    }

    /// <summary>Looks up a caller's context once, to decide about many sections.</summary>
    public CallerView Open(CallerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return View(
            context.Partner,
            context.Role,
            context.Roles,
            context.Relation,
            context.Forum,
            context.Purpose,
            context.Case,
            context.Consent,
            context.Date,
            context.Restriction,
            context.Minor,
            context.BreakGlass);
    }

    /// <summary>
    /// How a decision comes about, with the articles that applied, those that were ruled out and by what, and of a refusal what came
    /// nearest. Not for callers: it names what only the covenant's readers may know of a case.
    /// </summary>
    /// <param name="input">The question; break-glass in it is left out of account.</param>
    public Explanation Explain(DecisionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Explainer(this, input).Explain();
    }

    /// <summary>
    /// What another version changes, compared over every answer that either of the two can give and over everything else that they say.
    /// </summary>
    /// <param name="version">The other version; this one is the old.</param>
    public CovenantComparison CompareTo(Covenant version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new CovenantComparison(new AccessComparer(this, version).Compare(), new TermComparer(this, version).Compare());
    }

    /// <summary>Who can see what at most, per forum and relation, in a form that people can read whole.</summary>
    public AccessMatrix Matrix() => new MatrixBuilder(this).Build();

    /// <summary>Looks for what the covenant hardly means, by visiting every cell: for who checks a file, not for who decides by it.</summary>
    public CovenantReview Review() => CovenantReview.Of(this);

    /// <summary>Runs every scenario, in file order.</summary>
    public IReadOnlyList<ScenarioResult> RunScenarios() => RunScenarios(Scenarios);

    /// <summary>Runs scenarios of a file of their own, in order.</summary>
    public IReadOnlyList<ScenarioResult> RunScenarios(IEnumerable<Scenario> scenarios) => [.. scenarios.Select(scenario => ScenarioResult.Of(this, scenario))];

    /// <summary>Reads a file of scenarios for this covenant. Bad input is an answer with every mistake, never an exception.</summary>
    /// <param name="utf8Yaml">The bytes of the file, at most 1 MiB.</param>
    public ScenarioReading ReadScenarios(ReadOnlyMemory<byte> utf8Yaml) => ScenarioFileReader.Read(this, utf8Yaml.Span);

    /// <summary>Proves or refutes every invariant by visiting every cell that it speaks of, in file order.</summary>
    public IReadOnlyList<InvariantResult> CheckInvariants() => [.. Invariants.Select(invariant => new Prover(this, invariant).Prove())];

    /// <summary>
    /// Proves or refutes what every covenant promises: nobody else gets anything, withdrawn consent gives no more than given, caps only
    /// lower, names stay in the small circle and the case team, one view, and no case for who only keeps accounts or watches.
    /// </summary>
    public IReadOnlyList<InvariantResult> CheckBuiltIns() => new BuiltIns(this, _parts).Prove();

    private CallerView View(
        string? partner,
        string? role,
        IReadOnlyCollection<string>? roles,
        Relation? relation,
        string? forum,
        string? purpose,
        CaseState? state,
        ConsentStatus? consent,
        DateOnly? date,
        Restriction? restriction,
        Minority? minor,
        bool breakGlass)
    {
        if (Guards.Hold(this, date, restriction, state, forum))
            return new CallerView(Table, -1, 0, guarded: true);

        var words = Table.Words;
        var partnerNumber = words.Partner(partner);
        var seat = words.SeatOf(partnerNumber, words.Role(role));
        if (seat < 0 || (roles is not null && !roles.Contains(role!)))
            return new CallerView(Table, -1, 0, guarded: false);

        var standing = new Standing(
            partnerNumber,
            seat,
            Table.TokenClass(roles),
            Alphabet.RelationOf(relation),
            words.Purpose(purpose),
            (int)state!.Value,
            words.PeriodOf(date!.Value),
            Alphabet.MinorityOf(minor),
            Alphabet.ConsentOf(consent));
        return breakGlass && forum == DecisionInput.NoForum && BreakGlass.Lets(role, purpose)
            ? Consent.BreakGlass.Open(this, standing)
            : Table.Open(standing, words.Forum(forum));
    }
}
