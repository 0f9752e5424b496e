using System.Collections.Frozen;

namespace Exchange.Consent;

/// <summary>
/// The words of one covenant as numbers, in file order; every dimension has one number more than it has words, for the unknown.
/// </summary>
internal sealed class Alphabet
{
    public const int Relations = 4;
    public const int States = 7;
    public const int Consents = 3;
    public const int Secrecies = 2;
    public const int Minorities = 2;

    private readonly FrozenDictionary<string, int> _partners;
    private readonly FrozenDictionary<string, int> _roles;
    private readonly FrozenDictionary<string, int> _forums;
    private readonly FrozenDictionary<string, int> _purposes;
    private readonly FrozenDictionary<string, int> _categories;
    private readonly int[] _seats;

    public Alphabet(CovenantParts covenant)
    {
        Partners = [.. covenant.Partners.Values];
        Roles = [.. covenant.Partners.Values.SelectMany(partner => partner.Roles).Distinct().Order(StringComparer.Ordinal)];
        Forums = [.. covenant.Forums.Values];
        Purposes = [.. covenant.Purposes];
        Categories = [.. covenant.Categories.Values];
        Periods = PeriodsOf(covenant);
        TellsMinors = covenant.Articles.Any(article => article.When.Minors is not null);
        _partners = Numbered(Partners.Select(partner => partner.Id));
        _roles = Numbered(Roles);
        _forums = Numbered(Forums.Select(forum => forum.Id));
        _purposes = Numbered(Purposes);
        _categories = Numbered(Categories.Select(category => category.Id));

        Seats = [.. from p in Enumerable.Range(0, Partners.Length) from r in Enumerable.Range(0, Roles.Length) where Partners[p].Roles.Contains(Roles[r]) select new Seat(p, r)];
        _seats = new int[Partners.Length * Roles.Length];
        Array.Fill(_seats, -1);
        for (var seat = 0; seat < Seats.Length; seat++)
            _seats[Seats[seat].Partner * Roles.Length + Seats[seat].Role] = seat;
    }

    public Partner[] Partners { get; }

    public string[] Roles { get; }

    public Forum[] Forums { get; }

    public string[] Purposes { get; }

    public CategoryRule[] Categories { get; }

    /// <summary>Every partner in every role that it may assert.</summary>
    public Seat[] Seats { get; }

    /// <summary>
    /// The first days of the stretches of time in which the same articles are in force, in order; the first is the covenant's own.
    /// </summary>
    public DateOnly[] Periods { get; }

    /// <summary>Whether any article makes a difference between minors and others.</summary>
    public bool TellsMinors { get; }

    /// <summary>The number for "outside any meeting".</summary>
    public int NoForum => Forums.Length;

    public int UnknownForum => Forums.Length + 1;

    /// <summary>How many numbers a forum can have.</summary>
    public int ForumWidth => Forums.Length + 2;

    public int PurposeWidth => Purposes.Length + 1;

    /// <summary>The partner's number, or -1 when unknown.</summary>
    public int Partner(string? partner) => Number(_partners, partner, -1);

    /// <summary>The role's number, or -1 when unknown.</summary>
    public int Role(string? role) => Number(_roles, role, -1);

    /// <summary>The seat, or -1 when the partner does not list the role.</summary>
    public int SeatOf(int partner, int role) => partner < 0 || role < 0 ? -1 : _seats[partner * Roles.Length + role];

    public int Forum(string? forum) => forum == DecisionInput.NoForum ? NoForum : Number(_forums, forum, UnknownForum);

    public int Purpose(string? purpose) => Number(_purposes, purpose, Purposes.Length);

    /// <summary>The category's number, or -1 when unknown.</summary>
    public int Category(string? category) => Number(_categories, category, -1);

    public int Source(string? source) => Number(_partners, source, Partners.Length);

    /// <summary>The stretch in which a day falls on which the covenant is in force.</summary>
    public int PeriodOf(DateOnly day)
    {
        var period = Periods.Length - 1;
        while (period > 0 && day < Periods[period])
            period--;
        return period;
    }

    public static int MinorityOf(Minority? minority) => minority is { } known && (int)known < Minorities ? (int)known : Minorities;

    public static int RelationOf(Relation? relation) => relation switch
    {
        Relation.None or Relation.Backup => 0,
        Relation.Lead => 1,
        Relation.Duo => 2,
        Relation.Member => 3,
        _ => Relations,
    };

    public static int ConsentOf(ConsentStatus? consent) => consent is { } known && (int)known < Consents ? (int)known : Consents;

    public static int SecrecyOf(Secrecy? secrecy) => secrecy is { } known && (int)known < Secrecies ? (int)known : Secrecies;

    private static DateOnly[] PeriodsOf(CovenantParts covenant)
    {
        var (from, until) = (covenant.Header.From, covenant.Header.Until);
        return
        [
            .. covenant.Articles
                .SelectMany(article => new[] { article.InForce?.From, article.InForce?.Until })
                .OfType<DateOnly>()
                .Where(day => day > from && !(until <= day))
                .Append(from)
                .Distinct()
                .Order(),
        ];
    }

    private static int Number(FrozenDictionary<string, int> numbers, string? word, int unknown) =>
        word is not null && numbers.TryGetValue(word, out var number) ? number : unknown;

    private static FrozenDictionary<string, int> Numbered(IEnumerable<string> words) =>
        words.Select((word, number) => KeyValuePair.Create(word, number)).ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>A partner in a role, by their numbers.</summary>
internal readonly record struct Seat(int Partner, int Role);
