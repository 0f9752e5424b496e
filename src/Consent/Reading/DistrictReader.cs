using System.Globalization;

namespace Exchange.Consent;

/// <summary>Reads the optional table of districts: names with postcode digits, single or as a range (<c>1011-1018</c>).</summary>
internal sealed class DistrictReader(Mistakes mistakes)
{
    public IReadOnlyList<District> Read(MapReader top)
    {
        var districts = new List<District>();
        var taken = new List<(PostcodeRange Range, string District)>();
        foreach (var (name, value) in top.Entries("districts", required: false))
        {
            if (value is YamlList { Items.Count: 0 })
                mistakes.Add(value.Place, $"District '{MapReader.Shown(name.Value)}' is an empty list. Name its postcodes, or leave it out.");
            var ranges = new List<PostcodeRange>();
            foreach (var item in value is YamlList list ? list.Items : [value])
            {
                if (item is not YamlText text || Parse(text.Value) is not { } range)
                {
                    mistakes.Add(item.Place, "A district has postcodes of four digits, as \"1019\" or \"1011-1018\".");
                    continue;
                }

                var other = taken.FirstOrDefault(t => t.Range.First <= range.Last && range.First <= t.Range.Last);
                if (other.District is not null)
                    mistakes.Add(item.Place, $"Postcodes {text.Value} are in district '{other.District}' already.");
                taken.Add((range, name.Value));
                ranges.Add(range);
            }

            districts.Add(new District(name.Value.Trim(), ranges));
        }

        return districts;
    }

    private static PostcodeRange? Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length <= 2 && Digits(parts[0]) is { } first && Digits(parts[^1]) is { } last && first <= last
            ? new PostcodeRange(first, last)
            : null;
    }

    private static int? Digits(string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits >= 1000 ? digits : null;
}
