using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// Builds one view, section by section in the order of their sequence, and holds it to DESIGN §5: nothing above the view's level;
/// below a full view no identifier, version or date; what is only known to exist, once per category and source.
/// </summary>
/// <remarks>Whatever breaks a rule throws: a view that is wrong in one place is not shown in another.</remarks>
public sealed class BasisdossierViewBuilder
{
    private readonly ViewReference _reference;
    private readonly Level _level;
    private readonly DateOnly _today;
    private readonly string _purpose;
    private readonly List<DisclosedSection> _sections = [];
    private readonly HashSet<(string Category, string Source)> _knownToExist = [];

    /// <summary>Begins a view.</summary>
    /// <param name="reference">How the case is known: by id in a full view, by pseudonym in a pseudonymised one, else by alias.</param>
    /// <param name="level">The view's level: anonymised, pseudonymised or full.</param>
    /// <param name="today">The Amsterdam day, from which obligations are counted.</param>
    /// <param name="purpose">The purpose that the caller stated: what an article without obligations allows the data for.</param>
    /// <exception cref="ArgumentException">The case is not known that way in a view of that level.</exception>
    public BasisdossierViewBuilder(ViewReference reference, Level level, DateOnly today, string purpose)
    {
        var fits = (reference, level) is
            (ViewReference.ById, Level.Full) or
            (ViewReference.ByPseudonym, Level.Pseudonymised) or
            (ViewReference.ByAlias, Level.Anonymised);
        if (!fits)
            throw new ArgumentException("A case is known by id in a full view, by pseudonym in a pseudonymised one, by alias in an anonymised one.", nameof(reference));
        (_reference, _level, _today, _purpose) = (reference, level, today, purpose);
    }

    /// <summary>Adds what may be seen of a section, by the rules of the covenant that decided.</summary>
    /// <param name="covenant">The covenant.</param>
    /// <param name="section">The section, of a category that the covenant defines.</param>
    /// <param name="decision">What was decided about it; not none, and not above the view's level.</param>
    /// <param name="content">Its content as contributed; not looked at for level existence.</param>
    /// <param name="referenceDay">The day on which ages are counted; see <see cref="Discloser.Apply"/>.</param>
    /// <returns>Whether it is in the view; see the other overload.</returns>
    /// <exception cref="InvalidOperationException">The decision does not fit the view, or the covenant not the section.</exception>
    public bool Add(Covenant covenant, Section section, Decision decision, SectionContent content, DateOnly referenceDay)
    {
        ArgumentNullException.ThrowIfNull(covenant);
        ArgumentNullException.ThrowIfNull(section);
        if (!covenant.Categories.TryGetValue(section.Category, out var category))
            throw new InvalidOperationException("The covenant that decides does not define the section's category.");
        return Add(category, covenant.Districts, section, decision, content, referenceDay);
    }

    /// <summary>Adds what may be seen of a section.</summary>
    /// <param name="category">The section's category under the covenant that decides.</param>
    /// <param name="districts">The covenant's table of areas.</param>
    /// <param name="section">The section.</param>
    /// <param name="decision">What was decided about it; not none, and not above the view's level.</param>
    /// <param name="content">Its content as contributed; not looked at for level existence.</param>
    /// <param name="referenceDay">The day on which ages are counted; see <see cref="Discloser.Apply"/>.</param>
    /// <param name="documents">Its documents; left out unless it is shown in full.</param>
    /// <param name="texts">Its free texts, redacted; see <see cref="Discloser.Apply"/>.</param>
    /// <returns>
    /// Whether it is in the view. It is not when nothing is left of it at its level, for that there is something is a level of its
    /// own, or when the view says already that its source has something of this category.
    /// </returns>
    /// <exception cref="InvalidOperationException">The decision does not fit the view, or the category not the section.</exception>
    public bool Add(
        CategoryRule category,
        IReadOnlyList<District> districts,
        Section section,
        Decision decision,
        SectionContent content,
        DateOnly referenceDay,
        IReadOnlyList<KnownDocument>? documents = null,
        IReadOnlyDictionary<string, string>? texts = null)
    {
        if (decision.Level == Level.None)
            throw new InvalidOperationException("A section at this level has no place in a view.");
        if (category.Id != section.Category)
            throw new InvalidOperationException("A section is disclosed by the rules of its own category.");
        return Add(section, decision, Discloser.Apply(category, decision.Level, content, referenceDay, districts, texts), documents ?? []);
    }

    /// <summary>Adds a section as it is seen anonymised in the meeting: see <see cref="FrozenCase"/>.</summary>
    /// <param name="section">The section.</param>
    /// <param name="decision">What was decided about it: anonymised.</param>
    /// <param name="frozen">What is left of it.</param>
    /// <returns>Whether it is in the view; not when nothing is left of it.</returns>
    /// <exception cref="InvalidOperationException">Something else was decided.</exception>
    public bool AddFrozen(Section section, Decision decision, SectionContent frozen) => decision.Level == Level.Anonymised
        ? Add(section, decision, frozen, [])
        : throw new InvalidOperationException("What is frozen is anonymised, and shown at no other level.");

    private bool Add(Section section, Decision decision, SectionContent seen, IReadOnlyList<KnownDocument> documents)
    {
        if (decision.Level > _level)
            throw new InvalidOperationException("A section at this level has no place in this view.");
        if (decision.Level == Level.Existence ? !_knownToExist.Add((section.Category, section.Source)) : seen.Fields.IsEmpty)
            return false;

        // What a source answered just now is kept by nobody here, and has no name.
        var named = _level == Level.Full && decision.Level > Level.Existence && section.Version > 0;
        _sections.Add(new DisclosedSection
        {
            Category = section.Category,
            Source = section.Source,
            Level = decision.Level,
            Content = seen,
            Article = decision.Article,
            Obligations = ObligationRules.For(section, decision, _purpose, _today),
            Id = named ? section.Id : null,
            Version = named ? section.Version : null,
            Date = decision.Level == Level.Full ? section.Date : null,
            Documents = decision.Level == Level.Full ? documents : [],
        });
        return true;
    }

    /// <summary>Passes over a section that an earlier page held, so that this one does not say again that it exists.</summary>
    /// <param name="section">The section.</param>
    /// <param name="decision">What was decided about it.</param>
    public void PassOver(Section section, Decision decision)
    {
        if (decision.Level == Level.Existence)
            _knownToExist.Add((section.Category, section.Source));
    }

    /// <summary>The view of what was added.</summary>
    public BasisdossierView Build() => new(_reference, _level, [.. _sections]);
}
