package jellybean.system;

import java.util.function.Function;
import jellybean.edn.EdnMap;

/**
 * A child of which instances are started at run time.
 *
 * @param pattern an instance whose params have their defaults; all instances hear and say the same
 *     names
 * @param make an instance whose params are filled; throws {@link BadParamsException}
 */
public record TemplateDef(
    String name, SupervisorDef pattern, Function<EdnMap, SupervisorDef> make, ChildPolicy policy)
    implements ChildDef {}
