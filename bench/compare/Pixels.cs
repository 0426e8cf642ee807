using NetVips;

namespace Impasto.Bench.Compare;

/// <summary>A decoded picture: its samples as the file has them, nothing converted.</summary>
/// <param name="Shape">Width, height, channels and type of the samples.</param>
/// <param name="Samples">One number a channel and pixel, row by row.</param>
internal sealed record Pixels(string Shape, double[] Samples)
{
    /// <summary>Decodes a file. Metadata is left out: it has names and times.</summary>
    public static Pixels Read(string file)
    {
        using Image image = Image.NewFromFile(file, memory: true);
        using Image wide = image.Cast(Enums.BandFormat.Double);
        double[] samples = wide.WriteToMemory<double>();
        return new Pixels($"{image.Width} x {image.Height} x {image.Bands} {image.Format}", samples);
    }

    /// <summary>Says how two pictures differ; null where every sample is the same.</summary>
    public static string? Difference(Pixels before, Pixels after)
    {
        if (before.Shape != after.Shape)
            return $"{before.Shape} became {after.Shape}";
        (int count, double largest) = (0, 0);
        for (int i = 0; i < before.Samples.Length; i++)
        {
            double difference = Math.Abs(before.Samples[i] - after.Samples[i]);
            count += difference != 0 ? 1 : 0;
            largest = Math.Max(largest, difference);
        }

        return count == 0 ? null : $"{count} of {before.Samples.Length} samples differ, by {largest} at most";
    }
}
