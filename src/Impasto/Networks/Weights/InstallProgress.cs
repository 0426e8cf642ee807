namespace Impasto.Networks.Weights;

/// <summary>How far an installation is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Bytes">Bytes of the download that are here.</param>
/// <param name="TotalBytes">Bytes of the whole download; null where the server does not say.</param>
public readonly record struct InstallProgress(InstallStage Stage, long Bytes, long? TotalBytes);
