namespace Grpc.Core;

/// <summary>A call that did not end with OK: thrown by clients, and by servers to choose the status that goes out.</summary>
public class RpcException : Exception
{
    /// <summary>With a status; the message is its text.</summary>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>With a status and a message of one's own (local only).</summary>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>With a status and the trailers that came or go with it.</summary>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>With a status, trailers and a message of one's own (local only).</summary>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The status of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The trailers of the call; empty and read-only when there are none.</summary>
    public Metadata Trailers { get; }
}
