namespace Grpc.Core;

/// <summary>Messages that go out one after another, one pending write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options for the writes that follow; null for the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes one message.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes one message; cancelling a pending write ends the whole call.</summary>
    /// <remarks>A writer that does not implement this accepts only a token that can never be cancelled.</remarks>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This stream writer does not support cancelling a write.")
        : WriteAsync(message);
}
