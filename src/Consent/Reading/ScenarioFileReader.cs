namespace Exchange.Consent;

/// <summary>Reads a file of scenarios: <c>scenarios</c>, as a covenant has them, and optionally the name of the <c>covenant</c>.</summary>
internal static class ScenarioFileReader
{
    public static ScenarioReading Read(Covenant covenant, ReadOnlySpan<byte> bytes)
    {
        var mistakes = new Mistakes();
        IReadOnlyList<Scenario> scenarios = [];
        if (FileText.Decode(bytes, mistakes) is { } text && YamlTree.Read(text, mistakes) is { } tree)
        {
            var top = new MapReader(tree, "the file", mistakes);
            if (top.Text("covenant", required: false) is { } name && name != covenant.Id)
                mistakes.Add(top.PlaceOf("covenant"), $"These scenarios are of covenant '{MapReader.Shown(name)}', and not of '{covenant.Id}'.");
            if (top.Required("scenarios") is not null)
                scenarios = new ScenarioReader(Names.Of(covenant), mistakes).Read(top, covenant.From);
            top.Done();
        }

        return new ScenarioReading(mistakes.Any ? [] : scenarios, mistakes.Reading(null).Mistakes);
    }
}
