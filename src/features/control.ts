import { careControl } from './accounts/care-control.ts'
import { accountControl } from './accounts/control.ts'
import { userControl } from './admin/control.ts'
import { changeControl } from './campaigns/changes/control.ts'
import { campaignControl } from './campaigns/control.ts'
import { replayControl } from './campaigns/replay-control.ts'
import { testSendControl } from './campaigns/test-send/control.ts'
import { undoControl } from './campaigns/undo/control.ts'
import type { Control, ControlDeps } from './feature.ts'
import { groupControl } from './groups/control.ts'
import { mediaControl } from './media/control.ts'
import type { AllVerbs } from './store.ts'

/** Everything that the command line can have done with what features own. */
export function featureControl(deps: ControlDeps<AllVerbs>): Control {
  return {
    ...accountControl(deps),
    ...careControl(deps),
    ...groupControl(deps),
    ...mediaControl(deps),
    ...userControl(deps),
    ...campaignControl(deps),
    ...changeControl(deps),
    ...undoControl(deps),
    ...testSendControl(deps),
    ...replayControl(deps),
  }
}
