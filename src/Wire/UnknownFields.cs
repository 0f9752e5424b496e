using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Exchange.Wire;

/// <summary>
/// Finds what a message holds and the contract does not know. Protobuf keeps such fields and says nothing; here they may have been
/// a restriction that a newer client counts on, or something that nobody asked for, so the message is refused.
/// </summary>
public static class UnknownFields
{
    private static readonly ConcurrentDictionary<MessageDescriptor, MessageParser> Parsers = new();

    /// <summary>Whether a message, or one within it, holds a field that the contract does not know.</summary>
    /// <param name="message">The message.</param>
    public static bool Find(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);

        // A parser that drops unknown fields, at every depth, gives a smaller message when there are any.
        var parser = Parsers.GetOrAdd(message.Descriptor, static type => type.Parser.WithDiscardUnknownFields(true));
        var known = parser.ParseFrom(message.ToByteArray());
        return known.CalculateSize() != message.CalculateSize();
    }
}
