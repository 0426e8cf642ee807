namespace Impasto.Bench;

/// <summary>How long something took, several times.</summary>
internal sealed class Measurement
{
    private readonly List<Moment> _times = [];

    public int Count => _times.Count;

    public void Add(Moment time) => _times.Add(time);

    public double Median() => Median(time => time.Wall);

    public double MedianProcessor() => Median(time => time.Processor);

    public double Least() => _times.Min(time => time.Wall);

    public double Most() => _times.Max(time => time.Wall);

    private double Median(Func<Moment, double> value)
    {
        double[] sorted = [.. _times.Select(value).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
    }
}
