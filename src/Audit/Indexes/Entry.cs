using System.Diagnostics.CodeAnalysis;

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

    /// <summary>Adds a mark, once.</summary>
    public void Mark(EntryMark mark)
    {
        if (!_marks.Contains(mark))
            _marks.Add(mark);
    }
}
