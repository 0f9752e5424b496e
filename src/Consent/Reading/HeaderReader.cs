namespace Exchange.Consent;

/// <summary>What the covenant is called, and when it is in force.</summary>
internal sealed record CovenantHeader(string Id, string Version, string Title, DateOnly From, DateOnly? Until, int? LogKeepDays);

internal sealed class HeaderReader(MapReader top, Mistakes mistakes)
{
    private const int ShortestLogKeeping = 365, LongestLogKeeping = 36_500;

    public CovenantHeader Read()
    {
        var id = top.Text("covenant");
        if (id is not null && !Names.IsName(id))
            mistakes.Add(top.PlaceOf("covenant"), "The covenant's name is a letter, then letters, digits, '-' or '_', at most 64.");
        var version = top.Text("version");
        var title = top.Text("title", required: false);

        DateOnly? from = null, until = null;
        if (top.Map("inForce", required: true) is { } inForce)
        {
            from = inForce.Day("from", required: true);
            until = inForce.Day("until", required: false);
            if (until <= from)
                mistakes.Add(inForce.PlaceOf("until"), "'until' is the first day on which the covenant is no longer in force: it comes after 'from'.");
            inForce.Done();
        }

        var logKeepDays = top.Number("logKeepDays", ShortestLogKeeping, LongestLogKeeping, required: false);
        return new CovenantHeader(id ?? "", version ?? "", title ?? "", from ?? DateOnly.MinValue, until, logKeepDays);
    }
}
