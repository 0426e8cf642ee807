using Impasto.Studio.Runs;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Lists;

/// <summary>Lists of runs, a page at a time.</summary>
internal sealed class RunLists(Database database)
{
    /// <summary>A page of a list.</summary>
    /// <param name="filter">Which runs, and their order.</param>
    /// <param name="after">The place that the page begins behind; null for the first page.</param>
    /// <param name="limit">Most runs.</param>
    public Task<List<StudioRun>> PageAsync(RunFilter filter, RunPlace? after, int limit)
    {
        List<(string Name, object Value)> values = [("limit", (long)limit)];
        List<string> conditions = [.. Conditions(filter, values)];
        if (after is not null)
            conditions.Add(Behind(filter.Sort, after, values));
        string where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return database.QueryAsync(
            $"SELECT {RunTables.Columns} FROM runs {where} ORDER BY {Order(filter.Sort)} LIMIT @limit",
            RunTables.Read,
            [.. values]);
    }

    private static IEnumerable<string> Conditions(RunFilter filter, List<(string Name, object Value)> values)
    {
        if (filter.Search.Length > 0)
        {
            values.Add(("search", $"%{Escaped(filter.Search.ToLowerInvariant())}%"));
            yield return "search LIKE @search ESCAPE '!'";
        }

        if (filter.States.Count > 0)
            yield return RunTables.In(filter.States);
        if (filter.IsClip is { } isClip)
        {
            values.Add(("kind", isClip ? RunTables.ClipKind : RunTables.PictureKind));
            yield return "kind = @kind";
        }

        if (filter.IsFavorite)
            yield return "favorite = 1";
        if (filter.Preset.Length > 0)
        {
            values.Add(("preset", Storable(filter.Preset)));
            yield return "preset = @preset";
        }

        if (filter.Painting.Length > 0)
        {
            values.Add(("painting", $"%{Escaped(RunTables.Lines([filter.Painting]))}%"));
            yield return "paintings LIKE @painting ESCAPE '!'";
        }
    }

    private static string Behind(RunSort sort, RunPlace place, List<(string Name, object Value)> values)
    {
        values.Add(("place", place.Number));
        switch (sort)
        {
            case RunSort.Oldest:
                return "place > @place";
            case RunSort.Name:
                values.Add(("name", place.Name));
                return "(sort_name, place) > (@name, @place)";
            case RunSort.Size:
                values.Add(("pixels", place.Pixels));
                return "(pixels, place) < (@pixels, @place)";
            default:
                return "place < @place";
        }
    }

    private static string Order(RunSort sort) => sort switch
    {
        RunSort.Oldest => "place",
        RunSort.Name => "sort_name, place",
        RunSort.Size => "pixels DESC, place DESC",
        _ => "place DESC",
    };

    private static string Escaped(string text) =>
        Storable(text).Replace("!", "!!").Replace("%", "!%").Replace("_", "!_");

    // PostgreSQL's texts have no zero character, and no name has one.
    private static string Storable(string text) => text.Replace('\0', '\ufffd');
}
