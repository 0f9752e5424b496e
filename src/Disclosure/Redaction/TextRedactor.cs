using Exchange.Disclosure.Redaction;

namespace Exchange.Disclosure;

/// <summary>
/// Takes out of a Dutch text what points at a person. It knows what the dossier knows, and it fails closed: a word that no list explains
/// is a name, and a number that nothing explains goes. One walk along the text, in time that grows with its length and no faster. The
/// method and its limits are in docs/anonymiseren.md.
/// </summary>
public sealed class TextRedactor
{
    private static readonly Lazy<TextRedactor> Built = new(() => new TextRedactor(Lexicon.Read()));

    private TextRedactor(Lexicon lexicon) => Lexicon = lexicon;

    /// <summary>The redactor with the lists that are built in; made when it is first asked for, and shared by all threads.</summary>
    public static TextRedactor Dutch => Built.Value;

    internal Lexicon Lexicon { get; }

    /// <summary>Opens a view: the texts of one case that one meeting sees. Persons have one number in all of them.</summary>
    /// <param name="persons">Everybody whom the dossier knows; the subject first.</param>
    public RedactedView Open(IReadOnlyList<KnownPerson> persons)
    {
        ArgumentNullException.ThrowIfNull(persons);
        return new RedactedView(Lexicon, new DossierReader(Lexicon).Read(persons));
    }
}
