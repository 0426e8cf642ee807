namespace Impasto.Networks.Weights;

/// <summary>Stages of an installation.</summary>
public enum InstallStage
{
    /// <summary>The file is being fetched.</summary>
    Downloading,

    /// <summary>The connection broke; it is tried again in a moment.</summary>
    Waiting,

    /// <summary>The SHA-256 is being computed.</summary>
    Checking,

    /// <summary>The layers that are needed are being written to the store.</summary>
    Writing,
}
