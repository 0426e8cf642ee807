namespace Impasto.Training.Pools;

/// <summary>How a pool's picture is moved, and for how long.</summary>
/// <param name="Age">Moves so far.</param>
/// <param name="Lifetime">Moves after which the picture is replaced.</param>
/// <param name="ContentWeight">Weight of the content error; the style errors together have weight 1.</param>
/// <param name="Rate">Adam's learning rate.</param>
internal readonly record struct PictureLife(int Age, int Lifetime, float ContentWeight, float Rate)
{
    /// <summary>Numbers of a life in a checkpoint.</summary>
    public const int Columns = 4;

    private const int ShortestLife = 20;
    private const int LongestLife = 320;

    /// <summary>True if the picture has to be replaced; so is one that never began.</summary>
    public bool IsOver => Age >= Lifetime;

    /// <summary>The life after one more move.</summary>
    public PictureLife Older => this with { Age = Age + 1 };

    /// <summary>A life with random length, weight and rate.</summary>
    public static PictureLife Begin(Random random) => new(
        0,
        ShortestLife + random.Next(LongestLife - ShortestLife),
        (float)(0.005 * Math.Pow(60, random.NextDouble())),
        (float)(0.01 * Math.Pow(5, random.NextDouble())));

    /// <summary>The life as numbers.</summary>
    public float[] ToNumbers() => [Age, Lifetime, ContentWeight, Rate];

    /// <summary>A life from its numbers.</summary>
    public static PictureLife Of(ReadOnlySpan<float> numbers) =>
        new((int)numbers[0], (int)numbers[1], numbers[2], numbers[3]);
}
