using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>What was decided about a case's sections, one row for each distinct category, source, secrecy and handling.</summary>
internal sealed class DecisionTrail
{
    private readonly Dictionary<(string Category, string Source, Secrecy Secrecy, Handling Handling, Decision Decision), CategoryDecision> _rows = [];

    /// <summary>The row of a section.</summary>
    public CategoryDecision Of(Section section, Handling handling, Decision decision)
    {
        var key = (section.Category, section.Source, section.Secrecy, handling, decision);
        if (!_rows.TryGetValue(key, out var row))
        {
            _rows[key] = row = new CategoryDecision
            {
                Category = section.Category,
                Source = section.Source,
                Secrecy = Words.Of(section.Secrecy),
                Handling = Words.Of(handling),
                Level = Words.Of(decision.Level),
                Article = decision.Article ?? "",
                Reason = Words.Of(decision.Reason),
            };
        }

        return row;
    }

    /// <summary>All rows, in the order of their first section.</summary>
    public IEnumerable<CategoryDecision> ToEntry() => _rows.Values;
}
