using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Exchange.Audit.V1;

/// <content>What an entry is found by, beside what it says in the clear.</content>
[SuppressMessage("Design", "CA1024", Justification = "No field of the message, so no part of its descriptor.")]
public sealed partial class Entry
{
    private readonly List<EntryMark> _marks = [];

    /// <summary>
    /// The marks of who called and of the cases that it is about. They are no part of the entry's bytes, and a clone has none.
    /// </summary>
    public IReadOnlyList<EntryMark> Marks => _marks;

    /// <summary>
    /// Decisions that other entries have as well, in place of <see cref="Decisions"/>, which is then empty: the log writes them as if they
    /// stood there. Only of an entry about <see cref="DossierRead"/>. A clone has none.
    /// </summary>
    public RepeatedDecisions? Repeated { get; set; }

    /// <summary>The exact bytes of the entry: its leaf in the tree.</summary>
    internal byte[] ToLeaf()
    {
        if (Repeated is not { } repeated)
            return this.ToByteArray();

        // In a message, a field's place among other fields says nothing.
        var size = CalculateSize();
        var leaf = new byte[size + repeated.Tail.Bytes.Length];
        this.WriteTo(leaf.AsSpan(0, size));
        repeated.Tail.Bytes.Span.CopyTo(leaf.AsSpan(size));
        return leaf;
    }

    /// <summary>Adds a mark, once.</summary>
    public void Mark(EntryMark mark)
    {
        if (!_marks.Contains(mark))
            _marks.Add(mark);
    }
}
