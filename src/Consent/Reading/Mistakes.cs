namespace Exchange.Consent;

/// <summary>Collects what is wrong with one file, so that its authors see everything at once.</summary>
internal sealed class Mistakes
{
    /// <summary>A file with more than this is not a covenant; the rest would only bury the first ones.</summary>
    private const int Most = 500;

    private readonly List<CovenantMistake> _mistakes = [];
    private readonly List<CovenantMistake> _warnings = [];

    /// <summary>Whether no further mistake is kept, so that none need be worked out.</summary>
    public bool IsFull => _mistakes.Count >= Most;

    public bool Any => _mistakes.Count > 0;

    public void Add(Place place, string message)
    {
        if (_mistakes.Count < Most)
            _mistakes.Add(new CovenantMistake(place.Line, place.Column, message));
    }

    public void Warn(Place place, string message)
    {
        if (_warnings.Count < Most)
            _warnings.Add(new CovenantMistake(place.Line, place.Column, message));
    }

    public CovenantReading Reading(Covenant? covenant) =>
        new(Any ? null : covenant, InFileOrder(_mistakes), InFileOrder(_warnings));

    private static IReadOnlyList<CovenantMistake> InFileOrder(List<CovenantMistake> found)
    {
        List<CovenantMistake> inOrder = [.. found.Distinct().OrderBy(m => m.Line).ThenBy(m => m.Column)];
        if (found.Count == Most)
            inOrder.Add(inOrder[^1] with { Message = $"And perhaps more: no more than {Most} are listed. Correct these first." });
        return inOrder;
    }
}
