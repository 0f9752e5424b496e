using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>Checks an offered section against the covenant and puts it under the case's key.</summary>
internal sealed class SectionSealer(CaseCipher cipher, TimeProvider time)
{
    /// <summary>The most bytes that a section's content may take.</summary>
    public const int MaxContentBytes = 256 * 1024;

    private const string LiesInThePast = "lies in the past";

    private static readonly Refusal CategoryUnknown = new(RefusalReason.CategoryUnknown, "The covenant does not define this category.");

    /// <summary>
    /// What the log keeps of an offered section, also when it is refused: the covenant's words. What a caller makes up it does not keep.
    /// </summary>
    public static Audit.V1.SectionContributed Describe(Covenant covenant, OfferedSection offered) => new()
    {
        Category = covenant.Categories.ContainsKey(offered.Category) ? offered.Category : "",
        Ground = covenant.Articles.Any(a => a.Ground == offered.Ground) ? offered.Ground : "",
    };

    /// <summary>Says what is wrong with an offered section, or null when it may be kept.</summary>
    /// <param name="covenant">The covenant that decides.</param>
    /// <param name="partner">The partner that offers it.</param>
    /// <param name="offered">The section.</param>
    /// <param name="paths">Where the request holds the section's content, and the rest of it.</param>
    public Refusal? Check(Covenant covenant, string partner, OfferedSection offered, SectionPaths paths)
    {
        var now = time.GetUtcNow();
        var today = AmsterdamCalendar.DayOf(now);
        if (!covenant.Categories.TryGetValue(offered.Category, out var rule))
            return CategoryUnknown;

        var violations = ContentRules.Check(rule, offered.Content)
            .Select(v => new FieldViolation(v.Field.Length == 0 ? paths.Content : $"{paths.Content}.{v.Field}", v.Description))
            .ToList();
        if (offered.KeepUntil < today)
            violations.Add(new(paths.Rest + "keep_until", LiesInThePast));
        if (rule.KeepDays is { } most && offered.KeepUntil > today.AddDays(most))
            violations.Add(new(paths.Rest + "keep_until", $"is later than the {most} days that the covenant keeps this category"));
        if (offered.EmbargoUntil is { } embargo && embargo <= now)
            violations.Add(new(paths.Rest + "embargo_until", LiesInThePast));

        // Only what is well-formed has a stored form.
        if (violations.Count == 0 && offered.Content.ToBytes().Length > MaxContentBytes)
            violations.Add(new(paths.Content, "is larger than 256 KiB"));
        if (violations.Count > 0)
            return new Refusal(RefusalReason.FieldInvalid, "A field is missing or out of bounds.") { Fields = violations };

        return CheckSharing(covenant, partner, offered.Category, offered.Ground, offered.Recipients);
    }

    /// <summary>Says why a section on these terms would not be kept, whatever it said, or null when it may be.</summary>
    public Refusal? Check(Covenant covenant, string partner, OfferedTerms terms)
    {
        if (!covenant.Categories.ContainsKey(terms.Category))
            return CategoryUnknown;
        if (terms.EmbargoUntil <= time.GetUtcNow())
            return Refusals.Field("embargo_until", LiesInThePast);
        return CheckSharing(covenant, partner, terms.Category, terms.Ground, terms.Recipients);
    }

    private Refusal? CheckSharing(Covenant covenant, string partner, string category, string ground, IReadOnlyList<string> recipients)
    {
        if (recipients.Any(r => !covenant.Partners.ContainsKey(r)))
            return new Refusal(RefusalReason.PartnerUnknown, "The covenant does not list a partner that the recipients name.");
        return covenant.MayContribute(partner, category, ground, AmsterdamCalendar.DayOf(time.GetUtcNow()))
            ? null
            : new Refusal(RefusalReason.GroundNotCovered, "No article lets this partner share this category on this ground.");
    }

    /// <summary>Puts an offered section under the case's key, as version 1 of a new section.</summary>
    public Section Seal(PartnershipId partnership, CaseId @case, Covenant covenant, string partner, OfferedSection offered) =>
        Seal(partnership, @case, covenant, partner, offered, SectionId.Create(), 1);

    /// <summary>Puts an offered section under the case's key, as the version after the last one of its source.</summary>
    public Section SealNext(PartnershipId partnership, CaseId @case, Covenant covenant, Section last, OfferedSection offered) =>
        Seal(partnership, @case, covenant, last.Source, offered, last.Id, last.Version + 1);

    private Section Seal(
        PartnershipId partnership, CaseId @case, Covenant covenant, string partner, OfferedSection offered, SectionId id, int version) => new()
        {
            Id = id,
            Version = version,
            Category = offered.Category,
            Source = partner,
            Ground = offered.Ground,
            Handling = offered.Handling ?? covenant.Partners[partner].Handling,
            Recipients = offered.Recipients,
            EmbargoUntil = offered.EmbargoUntil,
            Secrecy = offered.SecrecyLiftedBecause.Length > 0 ? Secrecy.Lifted : Secrecy.NotLifted,
            Date = offered.Date,
            KeepUntil = offered.KeepUntil,
            EncryptedContent = cipher.Encrypt(partnership, @case.Value, id.Value, version, offered.Content.ToBytes()),
        };
}

/// <summary>Where a request holds a section, for naming the fields that are at fault.</summary>
/// <param name="Content">The path of the content.</param>
/// <param name="Rest">What comes before the name of any other field: empty, or a path with its dot.</param>
internal sealed record SectionPaths(string Content, string Rest)
{
    /// <summary>In a contribution.</summary>
    public static SectionPaths Contribution(string category) => new($"contribution.{category}", "contribution.");

    /// <summary>In the request that opens a case.</summary>
    public static readonly SectionPaths Subject = new("subject", "");
}
