namespace Grpc.Core;

/// <summary>The server whose certificate is checked.</summary>
public class VerifyPeerContext
{
    /// <summary>A server and its certificate.</summary>
    public VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>The name that was called.</summary>
    public string TargetName { get; }

    /// <summary>The certificate (PEM).</summary>
    public string PeerPem { get; }
}
