namespace Impasto.Networks.Weights;

/// <summary>Progress of an installation.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Bytes">Bytes of the download that are here.</param>
/// <param name="TotalBytes">Bytes of the whole download; null if the server does not state it.</param>
public readonly record struct InstallProgress(InstallStage Stage, long Bytes, long? TotalBytes);
