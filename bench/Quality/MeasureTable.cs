using System.Globalization;

namespace Impasto.Bench.Quality;

/// <summary>All measurements, in a file that grows row by row.</summary>
internal sealed class MeasureTable
{
    private readonly string _path;
    private readonly Dictionary<(string Network, string Pair, double Weight), (Measurement Measurement, double Seconds)>
        _rows = [];

    public MeasureTable(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            File.WriteAllText(
                path,
                "network,pair,weight,conv1_1,conv2_1,conv3_1,conv4_1,conv5_1,content3_4,content4_1,speckle,seconds\n");
        }

        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] cells = line.Split(',');
            double[] numbers = [.. cells[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            var measurement = new Measurement(numbers[1..6], numbers[6..8], numbers[8]);
            _rows[(cells[0], cells[1], numbers[0])] = (measurement, numbers[9]);
        }
    }

    public IEnumerable<string> Networks => _rows.Keys.Select(key => key.Network).Distinct();

    public bool Has(string network, string pair, double weight) => _rows.ContainsKey((network, pair, weight));

    public void Add(string network, string pair, double weight, Measurement measurement, double seconds)
    {
        _rows[(network, pair, weight)] = (measurement, seconds);
        double[] numbers = [weight, .. measurement.Style, .. measurement.Content, measurement.Speckle, seconds];
        string cells = string.Join(
            ',', numbers.Select(number => number.ToString("0.######", CultureInfo.InvariantCulture)));
        File.AppendAllText(_path, $"{network},{pair},{cells}\n");
    }

    /// <summary>By pair, the measurements at every weight that the network was tried with.</summary>
    public Dictionary<string, Measurement[]> Curves(string network) => _rows
        .Where(row => row.Key.Network == network)
        .GroupBy(row => row.Key.Pair, row => row.Value.Measurement)
        .ToDictionary(pair => pair.Key, pair => pair.ToArray());

    /// <summary>The measurements of all pairs at one weight.</summary>
    public Measurement[] At(string network, double weight) =>
    [
        .. _rows.Where(row => row.Key.Network == network && row.Key.Weight == weight)
            .Select(row => row.Value.Measurement),
    ];

    public double[] Seconds(string network, string pair) =>
        [.. _rows.Where(row => row.Key.Network == network && row.Key.Pair == pair).Select(row => row.Value.Seconds)];

    public double[] Seconds(string network) =>
        [.. _rows.Where(row => row.Key.Network == network).Select(row => row.Value.Seconds)];
}
