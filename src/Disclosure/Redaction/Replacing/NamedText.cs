using System.Text;

namespace Exchange.Disclosure.Redaction;

/// <summary>Somebody is named in a text.</summary>
/// <param name="Persons">Who of the dossier that may be, by number; nobody when only the text knows who it is.</param>
/// <param name="Name">The name that stands there.</param>
internal sealed record Mention(IReadOnlyList<int> Persons, PersonName Name);

/// <summary>A text without whatever points at a person, and open places where somebody was named: who that is, each view labels by itself.</summary>
/// <param name="text">What is left.</param>
/// <param name="mentions">Who is named where, in order.</param>
internal sealed class NamedText(string text, IReadOnlyList<(int At, Mention Who)> mentions)
{
    /// <summary>What is left.</summary>
    public string Text => text;

    /// <summary>Who is named where, in order.</summary>
    public IReadOnlyList<(int At, Mention Who)> Mentions => mentions;

    /// <summary>The text with labels; they are asked for in its order.</summary>
    public string With(Func<Mention, string> label)
    {
        var (filled, at) = (new StringBuilder(text.Length + (16 * mentions.Count)), 0);
        foreach (var (to, who) in mentions)
        {
            filled.Append(text, at, to - at).Append(label(who));
            at = to;
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }
}
