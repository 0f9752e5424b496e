namespace Grpc.Core;

/// <summary>Messages that come in one after another.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last successful <see cref="MoveNext"/> read.</summary>
    T Current { get; }

    /// <summary>
    /// Reads the next message; false at the end of the stream. A client gets an <see cref="RpcException"/> when the call failed.
    /// </summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
