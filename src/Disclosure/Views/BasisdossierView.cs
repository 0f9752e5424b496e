using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>What one caller may see of one basisdossier, or a page of it: one response is one view (DESIGN §4).</summary>
/// <param name="Reference">How the case is known in it.</param>
/// <param name="Level">Anonymised, pseudonymised or full. No section says more.</param>
/// <param name="Sections">The sections, in the order in which they were contributed.</param>
public sealed record BasisdossierView(ViewReference Reference, Level Level, IReadOnlyList<DisclosedSection> Sections)
{
    /// <summary>The same view, which says of each section below full what stays in its texts (<see cref="ResidualRisk"/>).</summary>
    /// <param name="covenant">The covenant that decided.</param>
    public BasisdossierView Counted(Covenant covenant)
    {
        ArgumentNullException.ThrowIfNull(covenant);
        return this with { Sections = [.. Sections.Select(s => s.Level is Level.Anonymised or Level.Pseudonymised ? s with { Residual = ResidualOf(s, covenant) } : s)] };
    }

    private static ResidualRisk? ResidualOf(DisclosedSection section, Covenant covenant)
    {
        ResidualRisk? residual = null;
        var fields = covenant.Categories[section.Category].Fields;
        foreach (var (name, value) in section.Content.Fields)
        {
            if (value is TextValue { Text: var text } && fields.TryGetValue(name, out var field) && field.Type == FieldType.FreeText)
                residual = (residual ?? default) + ResidualRisk.In(text);
        }

        return residual;
    }
}

/// <summary>What a caller may see of one section.</summary>
public sealed record DisclosedSection
{
    /// <summary>The category, by the covenant's name.</summary>
    public required string Category { get; init; }

    /// <summary>The partner that contributed it.</summary>
    public required string Source { get; init; }

    /// <summary>How much of it is shown; never none.</summary>
    public required Level Level { get; init; }

    /// <summary>What is left of what it says; without fields at level existence.</summary>
    public required SectionContent Content { get; init; }

    /// <summary>The deciding article, or null when none is named.</summary>
    public string? Article { get; init; }

    /// <summary>What the recipient takes on.</summary>
    public required SectionObligations Obligations { get; init; }

    /// <summary>The section; only in a full view and above level existence, for it would tie one view to another.</summary>
    public SectionId? Id { get; init; }

    /// <summary>Its version, from 1; null where there is no <see cref="Id"/>.</summary>
    public int? Version { get; init; }

    /// <summary>The date that the data are of; only at level full, and when known.</summary>
    public PartialDate? Date { get; init; }

    /// <summary>What stays in its redacted texts that narrows down who it is about; null at level full, and where it has no text.</summary>
    public ResidualRisk? Residual { get; init; }

    /// <summary>The documents that are attached to it; only at level full.</summary>
    public IReadOnlyList<KnownDocument> Documents { get; init; } = [];
}

/// <summary>What the recipient of a section takes on: the covenant's obligations, as days of this release.</summary>
/// <param name="Purpose">The one purpose that the data may be used for.</param>
/// <param name="KeepUntil">The last Amsterdam day on which the recipient may keep it.</param>
/// <param name="Onward">Whether it may be shared onward.</param>
public sealed record SectionObligations(string Purpose, DateOnly KeepUntil, bool Onward);
