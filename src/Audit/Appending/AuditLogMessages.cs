using Microsoft.Extensions.Logging;

namespace Exchange.Audit;

/// <summary>
/// What the log reports about itself; never anything of an entry, nor an unexpected exception's message, which may quote one.
/// </summary>
internal static partial class AuditLogMessages
{
    [LoggerMessage(1, LogLevel.Error, "The log's store is unavailable; {Entries} entries are answered so and nothing is released for them. {Why}", EventName = "StoreUnavailable")]
    public static partial void StoreUnavailable(this ILogger logger, int entries, string why);

    [LoggerMessage(2, LogLevel.Error, "A batch of {Entries} entries failed before its commit with {Fault} in {Place}; each is tried alone.", EventName = "BatchFaulted")]
    public static partial void BatchFaulted(this ILogger logger, int entries, string fault, string place);

    [LoggerMessage(3, LogLevel.Error, "Writing {Entries} entries failed with {Fault} in {Place}; they are answered as unavailable and nothing is released for them.", EventName = "WriteFaulted")]
    public static partial void WriteFaulted(this ILogger logger, int entries, string fault, string place);

    [LoggerMessage(4, LogLevel.Warning, "An entry found no place in the queue in time.", EventName = "QueueFull")]
    public static partial void QueueFull(this ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "An entry was not durable in time; whether the writer had taken it: {Taken}.", EventName = "TooLate")]
    public static partial void TooLate(this ILogger logger, bool taken);

    [LoggerMessage(7, LogLevel.Error, "An entry of {Bytes} bytes is longer than the log takes; it is answered as unavailable and nothing is released for it.", EventName = "EntryTooLong")]
    public static partial void EntryTooLong(this ILogger logger, int bytes);

    [LoggerMessage(6, LogLevel.Error, "The log stopped before everything that waited was written.", EventName = "NotDrained")]
    public static partial void NotDrained(this ILogger logger);
}
