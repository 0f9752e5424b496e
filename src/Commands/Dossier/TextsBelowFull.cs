using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>The texts of one page.</summary>
/// <param name="Redacted">What is left of all texts of the case; null when nothing of the page is below full.</param>
/// <param name="Gate">What nothing passes that names somebody; null when everything is seen in full.</param>
/// <param name="Look">What is seen anonymised in the meeting, where that is asked for.</param>
/// <param name="Stored">The texts of what is stored, as this view has them.</param>
/// <param name="Answered">The texts of what sources answered.</param>
internal sealed record PageTexts(CaseTexts? Redacted, ReleaseGate? Gate, FrozenLook? Look, ViewTexts? Stored, ViewTexts? Answered);

/// <summary>
/// Puts together which texts a page has below full: (1) what the redactor leaves, (2) in a meeting what that has frozen, with its numbers of
/// persons, (3) the same numbers in what is not frozen.
/// </summary>
internal sealed class TextsBelowFull(RedactedCases redacted, FrozenCases frozen, NumberedCases numbered)
{
    /// <summary>The texts of a page, or null when what its meeting has frozen cannot be read.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="granted">The case.</param>
    /// <param name="decided">What was decided about each section.</param>
    /// <param name="answered">What sources answered.</param>
    /// <param name="view">At which forum the caller looks, or none, and how it knows the case.</param>
    /// <param name="meetingDay">The Amsterdam day on which ages are counted.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="Audit.StoreUnavailableException">The records cannot be read.</exception>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    public async Task<PageTexts?> OfAsync(
        Admitted caller,
        GrantedAccess granted,
        IReadOnlyList<DecidedSection> decided,
        IReadOnlyList<(Section Section, SectionContent Content)> answered,
        (string Forum, ViewReference Reference) view,
        DateOnly meetingDay,
        CancellationToken cancellation)
    {
        // 1. Of what is stored the same for every caller, whatever a source answered to this one.
        var stored = granted.ViewLevel < Level.Full || decided.Any(d => PageDiscloser.IsBelowFull(d.Decision)) ? redacted.Of(caller, granted) : null;
        var fresh = answered.Count == 0 ? stored : redacted.With(caller, granted, answered);

        // 2. Who was numbered for everybody at the meeting keeps that number in whatever else is seen there.
        var isAnonymised = decided.Any(d => d.Decision.Level == Level.Anonymised);
        var isNumbered = stored is { KnowsEverybody: true }
            && (answered.Count > 0 || (isAnonymised && granted.Meeting is null) || decided.Any(d => d.Decision.Level == Level.Pseudonymised));
        FrozenLook? look = null;
        if (stored is not null && granted.Meeting is not null && (isAnonymised || isNumbered))
        {
            look = await frozen.OfAsync(caller, granted, stored, meetingDay, cancellation).ConfigureAwait(false);
            if (look is null)
                return null;
        }

        // 3. The rest of the page.
        var numbers = isNumbered ? numbered.Of(caller, granted, view.Forum, view.Reference, stored!, look?.Case) : null;
        var replied = answered.Count > 0 && fresh!.KnowsEverybody ? numbered.With(caller, granted, view.Forum, view.Reference, fresh, numbers, answered) : null;
        return new PageTexts(stored, fresh?.Gate, look, numbers, replied);
    }

    /// <inheritdoc cref="NumberedCases.OfOwn"/>
    public IReadOnlyDictionary<string, string> OfOwn(Admitted caller, GrantedAccess granted, CaseTexts texts, Section section, SectionContent content) =>
        numbered.OfOwn(caller, granted, texts, section, content);
}
