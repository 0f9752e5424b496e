using System.Collections;
using Exchange.Dossiers;

namespace Exchange.Cli;

/// <summary>Collects the fields of a section; what is empty or unknown is no field.</summary>
internal sealed class Fields : IEnumerable<KeyValuePair<string, FieldValue>>
{
    private SectionContent _content = SectionContent.Empty;

    public SectionContent Content => _content;

    public void Add(string name, string text) => Add(name, text.Length == 0 ? null : new TextValue(text));

    public void Add(string name, PartialDate? date) => Add(name, date is { } known ? new DateValue(known) : null);

    public void Add(string name, FieldValue? value)
    {
        if (value is not null)
            _content = new SectionContent(_content.Fields.Add(name, value));
    }

    public IEnumerator<KeyValuePair<string, FieldValue>> GetEnumerator() => _content.Fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
