using Impasto.Networks.Weights;

namespace Impasto.Tests.Networks.Weights;

/// <summary>Hands every report on at once.</summary>
internal sealed class ProgressTo(Action<InstallProgress> hear) : IProgress<InstallProgress>
{
    public void Report(InstallProgress value) => hear(value);
}
