using Impasto.Matching;
using Impasto.Threads;

namespace Impasto.Tests.Matching;

public sealed class NearestSearchTests
{
    private const int Size = 24;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(255, 97)]
    [InlineData(700, 200)]
    public void Among_all_finds_what_a_plain_search_in_double_precision_finds(int keys, int queries)
    {
        float[] all = Unit(keys, 1), vectors = Unit(queries, 2);
        using var team = new WorkerTeam(3);

        int[] alone = new NearestSearch(all, Size).Among(vectors, null);

        Assert.Equal(Plain(all, vectors), alone);
        Assert.Equal(alone, new NearestSearch(all, Size).Among(vectors, team));
    }

    [Theory]
    [InlineData(40, 60, 0.5)]
    [InlineData(300, 400, 0.5)]
    [InlineData(300, 400, 1)]
    public void Handicap_lowers_what_is_like_many_as_in_double_precision(int keys, int queries, double share)
    {
        float[] all = Unit(keys, 1), vectors = Unit(queries, 2), sample = Unit(queries, 3);
        using var team = new WorkerTeam(3);
        var search = new NearestSearch(all, Size);
        search.Handicap(sample, share, team);

        double[] handicaps = [.. all.Chunk(Size).Select(key =>
            share * sample.Chunk(Size).Select(other => Product(key, other)).OrderDescending().Take(10).Average())];
        int[] expected = [.. vectors.Chunk(Size).Select(vector =>
        {
            double[] scores = [.. all.Chunk(Size).Select((key, i) => Product(key, vector) - handicaps[i])];
            return Array.IndexOf(scores, scores.Max());
        })];
        Assert.Equal(expected, search.Among(vectors, team));
        Assert.Equal(expected, search.Among(vectors, (_, _) => 0, 1, null));
        Assert.NotEqual(new NearestSearch(all, Size).Among(vectors, null), search.Among(vectors, null));
    }

    [Fact]
    public void Handicap_of_no_share_changes_nothing()
    {
        float[] all = Unit(100, 1), vectors = Unit(50, 2);
        var search = new NearestSearch(all, Size);

        search.Handicap(vectors, 0, null);

        Assert.Equal(new NearestSearch(all, Size).Among(vectors, null), search.Among(vectors, null));
    }

    [Fact]
    public void Among_equal_keys_the_first_is_taken()
    {
        float[] key = Unit(1, 3);
        float[] keys = [.. Enumerable.Repeat(key, 300).SelectMany(values => values)];

        Assert.Equal([0], new NearestSearch(keys, Size).Among(key, null));
    }

    [Fact]
    public void Among_candidates_the_nearest_is_taken()
    {
        float[] keys = Unit(100, 4), queries = Unit(10, 5);

        int[] found = new NearestSearch(keys, Size).Among(
            queries,
            (query, candidates) =>
            {
                for (int i = 0; i < 20; i++)
                    candidates[i] = (query * 7) + i;
                return 20;
            },
            20,
            null);

        Assert.All(found.Index(), pair => Assert.Equal(
            (pair.Index * 7) + Plain(
                keys[(pair.Index * 7 * Size)..(((pair.Index * 7) + 20) * Size)],
                queries[(pair.Index * Size)..((pair.Index + 1) * Size)])[0],
            pair.Item));
    }

    [Fact]
    public void Among_no_candidates_is_among_all()
    {
        float[] keys = Unit(100, 6), queries = Unit(10, 7);

        Assert.Equal(Plain(keys, queries), new NearestSearch(keys, Size).Among(queries, (_, _) => 0, 20, null));
    }

    private static float[] Unit(int count, int seed)
    {
        float[] values = TestNetworks.Values(new Random(seed), count * Size, 1);
        for (int i = 0; i < count; i++)
        {
            Span<float> vector = values.AsSpan(i * Size, Size);
            float norm = MathF.Sqrt(values[(i * Size)..((i + 1) * Size)].Sum(value => value * value));
            for (int k = 0; k < Size; k++)
                vector[k] /= norm;
        }

        return values;
    }

    private static double Product(float[] x, float[] y) => x.Zip(y, (a, b) => (double)a * b).Sum();

    private static int[] Plain(float[] keys, float[] queries) =>
        [.. queries.Chunk(Size).Select(query => keys.Chunk(Size)
            .Select((key, number) => (Product: key.Zip(query, (x, y) => (double)x * y).Sum(), number))
            .MaxBy(pair => pair.Product).number)];
}
