namespace Impasto.Tests.Architecture;

/// <summary>Looks for dependencies that lead back to where they began.</summary>
internal static class DependencyCycle
{
    /// <summary>A shortest cycle, one dependency a line; null where there is none.</summary>
    public static string? Find(IReadOnlyCollection<Dependency> dependencies)
    {
        ILookup<string, Dependency> next = dependencies
            .Where(dependency => dependency.From != dependency.To)
            .DistinctBy(dependency => (dependency.From, dependency.To))
            .ToLookup(dependency => dependency.From, StringComparer.Ordinal);
        List<Dependency>? shortest = next
            .Select(group => WayBack(group.Key, next))
            .Where(way => way.Count > 0)
            .MinBy(way => way.Count);
        return shortest is null
            ? null
            : string.Join('\n', shortest.Select(step => $"{step.From} -> {step.To}: {step.Place}"));
    }

    // Breadth first, so that the way found is a shortest one. Empty where none leads back.
    private static List<Dependency> WayBack(string start, ILookup<string, Dependency> next)
    {
        Dictionary<string, Dependency> arrivedBy = new(StringComparer.Ordinal);
        Queue<string> open = new([start]);
        while (open.TryDequeue(out string? folder) && !arrivedBy.ContainsKey(start))
        {
            foreach (Dependency step in next[folder])
            {
                if (arrivedBy.TryAdd(step.To, step))
                    open.Enqueue(step.To);
            }
        }

        List<Dependency> way = [];
        for (string at = start; arrivedBy.TryGetValue(at, out Dependency? step); at = step.From)
        {
            way.Insert(0, step);
            if (step.From == start)
                break;
        }

        return way is [{ } first, ..] && first.From == start && way[^1].To == start ? way : [];
    }
}
