namespace Impasto.Bench.Compare;

/// <summary>Which of the two compared programs.</summary>
internal enum Side
{
    /// <summary>Both of them.</summary>
    Both,

    /// <summary>The old one.</summary>
    Before,

    /// <summary>The new one.</summary>
    After,
}
